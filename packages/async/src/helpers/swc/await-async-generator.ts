/** What swc calls for an `await` in an async generator. */

export { awaitAsyncGenerator as _, awaitAsyncGenerator as _await_async_generator } from '../wrapped.ts'
