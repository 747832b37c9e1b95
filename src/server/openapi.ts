import { z } from 'zod'
import { purposes } from '../access/roles.ts'
import type { Route } from './route.ts'

type AnyRoute = Route<unknown, unknown, unknown, unknown>

/** The interface as OpenAPI 3.1, made from the same routes that are served. */
export function describeInterface(routes: readonly AnyRoute[]) {
  const paths = Map.groupBy(routes, route => route.path)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lapwing',
      version: '1',
      description:
        'Errors are problem documents (RFC 9457) with a stable `code`. Instants are RFC 3339 in UTC.',
    },
    paths: Object.fromEntries(
      [...paths].map(([path, ofPath]) => [
        path,
        Object.fromEntries(ofPath.map(route => [route.method.toLowerCase(), describeRoute(route)])),
      ]),
    ),
    components: {
      schemas: { problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'lapwing' },
        serviceToken: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { serviceToken: [] }],
  }
}

export const problemSchema = z.object({
  type: z.string(),
  status: z.int(),
  title: z.string(),
  code: z.string(),
  detail: z.string(),
  place: z.string().optional(),
  remedy: z.string().optional(),
})

function describeRoute(route: AnyRoute) {
  const headers = [
    { name: 'Lapwing-Purpose', required: false, schema: { type: 'string', enum: purposes } },
    ...(route.method === 'GET'
      ? []
      : [
          {
            name: 'Idempotency-Key',
            required: false,
            schema: { type: 'string', minLength: 8, maxLength: 200 },
          },
        ]),
    ...(route.needsVersion ? [{ name: 'If-Match', required: true, schema: { type: 'string' } }] : []),
  ].map(header => ({ in: 'header', ...header }))
  return {
    summary: route.summary,
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query), ...headers],
    ...(route.bytesMax === undefined ? {} : { requestBody: { required: true, content: bytes } }),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }),
    responses: {
      [route.status ?? 200]: {
        description: 'Done.',
        content: route.answersBytes
          ? bytes
          : { 'application/json': { schema: schemaOf(route.answer, 'output') } },
      },
      default: {
        description: 'Not done.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
      },
    },
  }
}

const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined) {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input')
  return Object.entries(properties).map(([name, each]) => ({
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    schema: each,
  }))
}

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
