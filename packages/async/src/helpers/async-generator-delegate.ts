/** What swc (`_`), Babel and oxc (`default`) call for `yield*` in an async generator. */

export {
  asyncGeneratorDelegate as _,
  asyncGeneratorDelegate as _async_generator_delegate,
  asyncGeneratorDelegate as default,
} from './wrapped.ts'
