/**
 * Which server a request came through. `serve` of `@acoro/web/node` knows, by AsyncLocalStorage, which this
 * entry must not import; elsewhere there is none.
 */

import type { RequestGroup } from './request-group.ts'

export const scope: { current(): RequestGroup | null } = { current: () => null }
