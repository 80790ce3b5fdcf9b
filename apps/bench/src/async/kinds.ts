/** The kinds of async functions that are compared, each in a process of its own. */

import asyncToGenerator from '@acoro/async/helpers/babel/asyncToGenerator'
import { __async } from '@acoro/async/helpers/esbuild'
import { each, native, once, type Programs, plugged } from './forms.ts'
import { ofBabel, ofEsbuild, ofTypeScript } from './own-helpers.ts'

export const kinds: Readonly<Record<string, () => Programs>> = {
  native,
  'our plugin': plugged,
  "Babel's form, our helper": () => once(asyncToGenerator as never),
  "Babel's own": () => once(ofBabel),
  "esbuild's form, our helper": () => each(__async as never),
  "esbuild's own": () => each(ofEsbuild),
  "TypeScript's own": () => each(ofTypeScript),
}
