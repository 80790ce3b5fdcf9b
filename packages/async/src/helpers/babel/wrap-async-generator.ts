/** What Babel and oxc call for an async generator. */

export { wrapAsyncGenerator as default } from '../wrapped.ts'
