/** What swc calls for `for await`. */

export { asyncIterator as _, asyncIterator as _async_iterator } from '../wrapped.ts'
