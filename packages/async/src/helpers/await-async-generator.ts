/** What swc (`_`), Babel and oxc (`default`) call for an `await` in an async generator. */

export {
  awaitAsyncGenerator as _,
  awaitAsyncGenerator as _await_async_generator,
  awaitAsyncGenerator as default,
} from './wrapped.ts'
