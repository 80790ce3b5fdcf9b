/** What Babel and oxc call for `yield*` in an async generator. */

export { asyncGeneratorDelegate as default } from '../wrapped.ts'
