/** What swc calls for an async generator. */

export { wrapAsyncGenerator as _, wrapAsyncGenerator as _wrap_async_generator } from '../wrapped.ts'
