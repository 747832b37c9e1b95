import { oneIn } from '../words/values.ts'
import { words } from '../words/words.ts'
import styles from './Indicators.module.css'
import type { PeerCurve } from './peerCurve.ts'

const width = 300
const height = 84
const left = 52
const bottom = 6
const top = 8

/** How many peers reach a value, and where the subject stands among them. */
export function PeerCurveDrawing({ curve, label }: { readonly curve: PeerCurve; readonly label: string }) {
  const px = (x: number) => left + x * (width - left - 4)
  const py = (y: number) => top + y * (height - top - bottom)
  const line = curve.curve.map(({ x, y }) => `${px(x).toFixed(1)},${py(y).toFixed(1)}`)
  const end = curve.curve.at(-1)!
  const floor = py(1)
  const { x, y } = curve.here
  // Four lines at most: of more the labels would touch.
  const every = Math.ceil(curve.steps.length / 3)
  const steps = curve.steps.filter(each => each.exponent % every === 0)
  return (
    <svg className={styles.curve} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <text x={left - 6} y={py(0) + 4}>
        {words.alert.indicators.all}
      </text>
      {steps.map(step => (
        <g key={step.exponent}>
          <line x1={left} x2={width} y1={py(step.y)} y2={py(step.y)} className={styles.step} />
          <text x={left - 6} y={py(step.y) + 3.5}>
            {oneIn(10 ** -step.exponent)}
          </text>
        </g>
      ))}
      <polygon className={styles.area} points={`${px(0)},${floor} ${line.join(' ')} ${px(end.x)},${floor}`} />
      <polyline className={styles.edge} points={line.join(' ')} />
      <line x1={left} x2={width} y1={floor} y2={floor} className={styles.floor} />
      <line x1={px(x)} x2={px(x)} y1={py(0)} y2={floor} className={styles.stem} />
      <path className={styles.here} d={`M${px(x)} ${py(y) - 6} l6 6 -6 6 -6 -6z`} />
    </svg>
  )
}
