/** What swc calls for an async function. */

export { asyncToGenerator as _, asyncToGenerator as _async_to_generator } from '../wrapped.ts'
