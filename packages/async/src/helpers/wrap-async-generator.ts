/** What swc (`_`), Babel and oxc (`default`) call for an async generator. */

export type { Body } from '../engine/native.ts'
export {
  wrapAsyncGenerator as _,
  wrapAsyncGenerator as _wrap_async_generator,
  wrapAsyncGenerator as default,
} from './wrapped.ts'
