/** What Babel and oxc call for `for await`. */

export { asyncIterator as default } from '../wrapped.ts'
