import type { Store } from './store.ts'

/** The store, with how long each transaction took told: seconds, waiting for others among them, and whether it was kept. */
export function measured(store: Store, observe: (seconds: number, isKept: boolean) => void): Store {
  return {
    ...store,
    async transaction(work) {
      const started = performance.now()
      let isKept = false
      try {
        const result = await store.transaction(work)
        isKept = true
        return result
      } finally {
        observe((performance.now() - started) / 1_000, isKept)
      }
    },
  }
}
