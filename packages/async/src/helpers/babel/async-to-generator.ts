/** What Babel and oxc call for an async function. */

export { asyncToGenerator as default } from '../wrapped.ts'
