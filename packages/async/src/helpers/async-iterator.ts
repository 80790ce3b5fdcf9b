/** What swc (`_`), Babel and oxc (`default`) call for `for await`. */

export { asyncIterator as _, asyncIterator as _async_iterator, asyncIterator as default } from './wrapped.ts'
