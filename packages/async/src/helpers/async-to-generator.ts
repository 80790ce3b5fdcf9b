/** What swc (`_`), Babel and oxc (`default`) call for an async function. */

export type { Body } from '../engine/native.ts'
export {
  asyncToGenerator as _,
  asyncToGenerator as _async_to_generator,
  asyncToGenerator as default,
} from './wrapped.ts'
