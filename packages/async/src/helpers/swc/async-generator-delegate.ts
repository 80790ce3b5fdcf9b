/** What swc calls for `yield*` in an async generator. */

export {
  asyncGeneratorDelegate as _,
  asyncGeneratorDelegate as _async_generator_delegate,
} from '../wrapped.ts'
