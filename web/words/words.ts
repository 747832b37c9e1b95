import { en } from './en.ts'

/** Every text of the interface. Another language is another catalogue of this shape. */
export type Words = typeof en
export const words: Words = en
