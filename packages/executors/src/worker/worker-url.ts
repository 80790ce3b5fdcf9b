/**
 * Where the worker's entry is.
 *
 * It lies beside this file, in the sources and in every build: the build for Node joins this file into another, and puts
 * the joined `worker-entry.js` beside that one.
 */

// In development the package runs from its sources, and the worker may need a loader to read them.
const isSource = import.meta.url.endsWith('.ts')

/** The file that Piscina loads in each worker. */
export const workerUrl: string = new URL(
  isSource ? './worker-from-source.js' : './worker-entry.js',
  import.meta.url,
).href
