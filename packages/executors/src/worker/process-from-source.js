// The entry of a child process when this package runs from its sources. The built package begins with
// process-entry.js.

import './register-tsx.js'

await import('./process-entry.ts')
