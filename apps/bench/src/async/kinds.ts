/** The kinds of async functions that are compared, each in a process of its own. */

import { __async } from '@acoro/async/helpers/esbuild'
import { each, type Helper, native, once, type Programs } from './forms.ts'

export const kinds: Readonly<Record<string, () => Programs>> = {
  native,
  'acoro, a function each': () => once(__async as Helper),
  'acoro, a call each': () => each(__async as Helper),
}
