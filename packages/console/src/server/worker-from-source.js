// The entry of the worker thread when this package runs from its sources. The built package begins with
// worker-entry.js.

import './register-tsx.js'

await import('./worker-entry.ts')
