import type { Geometry } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import world from 'world-atlas/countries-50m.json'

/** A country as the map draws it; of those without an ISO code the name alone is known. */
interface Properties {
  readonly name: string
}

const topology = world as unknown as Topology<{ readonly countries: GeometryCollection<Properties> }>

/** The shapes of countries (Natural Earth, public domain, as packed by world-atlas), each named by its ISO 3166-1 alpha-2 code. */
export function worldShapes() {
  const { features } = feature(topology, topology.objects.countries)
  // Some countries come in parts, each with the country's own code.
  const byName = Map.groupBy(features, each => codeOf(each.id) ?? each.properties.name)
  // Ice takes much room, and nobody pays there.
  byName.delete('AQ')
  return {
    type: 'FeatureCollection' as const,
    features: [...byName].map(([name, parts]) => ({
      type: 'Feature' as const,
      properties: { name },
      geometry: {
        type: 'MultiPolygon' as const,
        coordinates: parts.flatMap(polygonsOf).map(polygon => polygon.map(unwrapped)),
      },
    })),
  }
}

type Ring = readonly (readonly number[])[]

function polygonsOf({ geometry }: { readonly geometry: Geometry }): readonly (readonly Ring[])[] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : []
}

/** A ring that crosses the date line goes on beyond it, in place of leaping over the whole map. */
export function unwrapped(ring: Ring): [number, number][] {
  let last = ring[0]?.[0] ?? 0
  return ring.map(([longitude, latitude]) => {
    last = longitude! - 360 * Math.round((longitude! - last) / 360)
    return [last, latitude!]
  })
}

/** `PH` of `608`: what a region code of digits stands for is known to every engine of locales. */
export function codeOf(numeric: string | number | undefined): string | undefined {
  return numeric === undefined ? undefined : new Intl.Locale(`und-${numeric}`).region
}

/** Miller's cylindrical projection (1942): degrees in, about equal units out; near to what wall maps show. */
export const miller = {
  project: ([longitude, latitude]: readonly number[]): [number, number] => {
    const phi = (latitude! * Math.PI) / 180
    return [longitude!, (-180 / Math.PI) * 1.25 * Math.asinh(Math.tan(0.8 * phi))]
  },
  unproject: ([x, y]: readonly number[]): [number, number] => {
    const phi = 1.25 * Math.atan(Math.sinh((0.8 * -y! * Math.PI) / 180))
    return [x!, (phi * 180) / Math.PI]
  },
}
