import { type Drawing, layOut } from './layout.ts'

/** Lays out beside the page, which stays quick meanwhile. */
self.onmessage = ({ data }: MessageEvent<{ readonly drawing: Drawing; readonly id: number }>) => {
  layOut(data.drawing)
  self.postMessage({ x: data.drawing.x, y: data.drawing.y, id: data.id })
}
