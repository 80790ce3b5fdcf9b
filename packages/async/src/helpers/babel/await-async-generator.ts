/** What Babel and oxc call for an `await` in an async generator. */

export { awaitAsyncGenerator as default } from '../wrapped.ts'
