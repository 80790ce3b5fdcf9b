/**
 * Rules for programs that use acoro: what the type checker does not see. `configs.recommended` goes by syntax
 * alone, `configs['recommended-type-checked']` asks types as well.
 */

import { createRequire } from 'node:module'
import type { AcoroConfig, AcoroPlugin, AcoroRule } from './plugin.ts'
import { noAwaitAwaitable } from './rules/no-await-awaitable.ts'
import { noAwaitableAsValue } from './rules/no-awaitable-as-value.ts'
import { noDroppedPermit } from './rules/no-dropped-permit.ts'
import { noFloatingAwaitable } from './rules/no-floating-awaitable.ts'
import { noGeneratorCallback } from './rules/no-generator-callback.ts'
import { noSwallowedCancel } from './rules/no-swallowed-cancel.ts'
import { noYieldInDispose } from './rules/no-yield-in-dispose.ts'
import { requireYield } from './rules/require-yield.ts'
import { rethrowCancellation } from './rules/rethrow-cancellation.ts'
import { yieldStar } from './rules/yield-star.ts'

export type { AcoroConfig, AcoroPlugin, AcoroRule, AcoroSettings } from './plugin.ts'

const rules = {
  'no-floating-awaitable': noFloatingAwaitable,
  'no-awaitable-as-value': noAwaitableAsValue,
  'no-await-awaitable': noAwaitAwaitable,
  'yield-star': yieldStar,
  'no-generator-callback': noGeneratorCallback,
  'rethrow-cancellation': rethrowCancellation,
  'no-swallowed-cancel': noSwallowedCancel,
  'no-dropped-permit': noDroppedPermit,
  'no-yield-in-dispose': noYieldInDispose,
  'require-yield': requireYield,
}

// By its name, because from the joined file for Node the way to package.json is another one.
const { name, version } = createRequire(import.meta.url)('@acoro/eslint-plugin/package.json') as {
  name: string
  version: string
}

const configs: Record<string, AcoroConfig> = {}

const plugin = {
  meta: { name, version, namespace: '@acoro' },
  rules: rules as unknown as Record<string, AcoroRule>,
  configs: configs as AcoroPlugin['configs'],
}

function config(id: string, types: boolean): AcoroConfig {
  return {
    name: `@acoro/${id}`,
    plugins: { '@acoro': plugin },
    settings: { acoro: { types } },
    rules: {
      // It does not know that a coroutine need not wait.
      'require-yield': 'off',
      ...Object.fromEntries(Object.keys(rules).map((key) => [`@acoro/${key}`, 'error' as const])),
    },
  }
}

configs.recommended = config('recommended', false)
configs['recommended-type-checked'] = config('recommended-type-checked', true)

const acoro: AcoroPlugin = plugin
export default acoro
