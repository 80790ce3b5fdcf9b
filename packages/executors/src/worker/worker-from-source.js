// The entry of a worker thread when this package runs from its sources. The built package begins with
// worker-entry.js.

import './register-tsx.js'

export default (await import('./worker-entry.ts')).default
