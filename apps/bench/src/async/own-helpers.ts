/** The helpers that the compilers bring along, for comparison. */

import { createRequire } from 'node:module'
import { transformSync } from 'esbuild'
import type { Helper } from './forms.ts'

const require = createRequire(import.meta.url)
const { __awaiter } = require('tslib') as { __awaiter: Helper4 }
type Helper4 = (
  self: unknown,
  args: ArrayLike<unknown> | null,
  promise: undefined,
  body: unknown,
) => Promise<unknown>

/** esbuild writes its helper into each file. */
function helperOfEsbuild(): Helper {
  const { code } = transformSync('async () => 1', { supported: { 'async-await': false } })
  return new Function(`${code}; return __async`)() as Helper
}

export const ofEsbuild: Helper = helperOfEsbuild()
export const ofTypeScript: Helper = (self, args, body) => __awaiter(self, args, undefined, body)
export const ofBabel = require('@babel/runtime/helpers/asyncToGenerator') as (
  body: unknown,
) => (...args: never[]) => Promise<unknown>
