import { fileURLToPath } from 'node:url'

/** The pack that comes with Lapwing. */
export const referencePack = fileURLToPath(new URL('../../packs/reference/', import.meta.url))
