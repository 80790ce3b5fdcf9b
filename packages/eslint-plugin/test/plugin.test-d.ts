import acoro, { type AcoroConfig } from '@acoro/eslint-plugin'
import type { ESLint, Linter } from 'eslint'
import { defineConfig } from 'eslint/config'
import type { ESLint as ESLint9, Linter as Linter9 } from 'eslint-9'
import { defineConfig as defineConfig9 } from 'eslint-9/config'
import { expectTypeOf, test } from 'vitest'

test('the plugin is one of ESLint 10 and of ESLint 9', () => {
  expectTypeOf(acoro).toExtend<ESLint.Plugin>()
  expectTypeOf(acoro).toExtend<ESLint9.Plugin>()
})

test('its configurations go into defineConfig', () => {
  expectTypeOf<AcoroConfig>().toExtend<Linter.Config>()
  expectTypeOf<AcoroConfig>().toExtend<Linter9.Config>()
  defineConfig(acoro.configs.recommended, {
    files: ['**/*.ts'],
    extends: [acoro.configs['recommended-type-checked']],
  })
  defineConfig9(acoro.configs.recommended)
})
