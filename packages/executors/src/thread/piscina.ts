/**
 * Piscina, and what it loads in each worker, for all of this package.
 *
 * Piscina starts its workers from a file beside its code, and they load another one. A bundler brings neither
 * along. So the build puts Piscina's code into this file, and its workers begin with a text that is in it,
 * too (scripts/piscina.ts). Only the sources, in development, use the package and the file.
 */

import { Piscina } from 'piscina'

export { Piscina }

/** TypeScript may need a loader first. */
export const workerFile: string = new URL('../worker/worker-from-source.js', import.meta.url).href
