/**
 * Puts the helpers of TypeScript on globalThis, for `noEmitHelpers`. Import it before all compiled code. What
 * stands there already is replaced.
 */

import * as helpers from './helpers/tslib.ts'

for (const [name, value] of Object.entries(helpers)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}
