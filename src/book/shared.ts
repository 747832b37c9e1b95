import { type Book, openBook } from './book.ts'

/** Opening takes longer than most questions; an open book keeps other programs, such as an import, out. */
const heldMillis = 1_000

interface Held {
  readonly book: Promise<Book>
  readers: number
  isDue: boolean
}
const held = new Map<string, Held>()

/**
 * Asks the book of a folder something. Whoever asks at about the same time shares one opening, which ends about a second
 * after it began, once nobody reads. Errors are those of `openBook`.
 */
export async function readBook<T>(directory: string, ask: (book: Book) => Promise<T>): Promise<T> {
  const one = held.get(directory) ?? hold(directory)
  one.readers++
  try {
    return await ask(await one.book)
  } finally {
    one.readers--
    closeUnused(directory, one)
  }
}

function hold(directory: string): Held {
  const one: Held = { book: openBook(directory), readers: 0, isDue: false }
  held.set(directory, one)
  const due = () => {
    one.isDue = true
    closeUnused(directory, one)
  }
  // What could not be opened is tried again by the next.
  one.book.then(() => setTimeout(due, heldMillis).unref(), due)
  return one
}

function closeUnused(directory: string, one: Held): void {
  if (!one.isDue || one.readers > 0 || held.get(directory) !== one) return
  held.delete(directory)
  one.book.then(
    book => book.close(),
    () => {},
  )
}
