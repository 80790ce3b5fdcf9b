/** What swc (`_`), Babel and oxc (`default`) call for an async function. */

export {
  asyncToGenerator as _,
  asyncToGenerator as _async_to_generator,
  asyncToGenerator as default,
} from './wrapped.ts'
