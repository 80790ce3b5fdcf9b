/**
 * Finds the entry of the worker.
 *
 * It is beside this file, in the sources and in every build. The build for Node joins this file into another
 * one, and puts the joined `worker-entry.js` beside that.
 */

// In development the package runs from its sources, and a worker may need a loader for them.
const isSource = import.meta.url.endsWith('.ts')

/** The file that Piscina loads in each worker. */
export const workerUrl: string = new URL(
  isSource ? './worker-from-source.js' : './worker-entry.js',
  import.meta.url,
).href
