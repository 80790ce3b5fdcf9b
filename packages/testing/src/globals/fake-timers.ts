/**
 * @sinonjs/fake-timers, for all of this package.
 *
 * It is CommonJS and requires modules of Node. A bundler for browsers does not find them, and an ESM bundle
 * for Node has no `require`. So the build puts its code into this file, and there it asks the process for
 * them (scripts/fake-timers.ts).
 */

import FakeTimers from '@sinonjs/fake-timers'

export type { FakeMethod } from '@sinonjs/fake-timers'

export { FakeTimers }
