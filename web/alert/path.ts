/** Whether somebody is to be protected: then no text says a word of suspicion. */
export type Path = 'suspicion' | 'protection'

export function pathOf({ to_protect }: { readonly to_protect: boolean }): Path {
  return to_protect ? 'protection' : 'suspicion'
}
