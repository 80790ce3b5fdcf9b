/**
 * Which export of acoro a piece of code means: under another name, by `import * as acoro`, by `require`, or
 * from a module of the user's own that passes acoro on (the setting `acoro.modules`).
 */

import { keyOf, type Node, nameOf, unwrap } from '../base/node.ts'
import type { Context, SourceCode } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'

interface Settings {
  /** Ask types? */
  readonly types: boolean | undefined
  readonly modules: readonly string[]
}

export function settingsOf({ settings }: Pick<Context, 'settings'>): Settings {
  const own = settings.acoro as { types?: unknown; modules?: unknown } | null | undefined
  return {
    types: typeof own?.types === 'boolean' ? own.types : undefined,
    modules: Array.isArray(own?.modules) ? own.modules.filter((name) => typeof name === 'string') : [],
  }
}

export class Imports {
  readonly #sourceCode: SourceCode
  readonly #modules: readonly string[]

  constructor(sourceCode: SourceCode, modules: readonly string[]) {
    this.#sourceCode = sourceCode
    this.#modules = modules
  }

  isAcoro(module: unknown): boolean {
    return (
      typeof module === 'string' &&
      (/^@acoro\/(?!eslint-plugin(\/|$))/.test(module) || this.#modules.includes(module))
    )
  }

  /** The name of the export that this expression is; undefined if it is none. */
  exportAt(node: Node): string | undefined {
    const bare = unwrap(node)
    if (bare.type === 'MemberExpression') {
      if (!this.#isNamespace(bare.object)) return undefined
      // Python's old `asyncio.coroutine`, whose generators yield what they wait for.
      const isOld = this.#isAsyncio(bare.object) && keyOf(bare) === 'coroutine'
      return isOld ? 'legacy' : keyOf(bare)
    }
    const found = bare.type === 'Identifier' ? this.#binding(bare) : undefined
    return found?.module !== undefined && this.isAcoro(found.module) && found.imported !== '*'
      ? found.imported
      : undefined
  }

  /** The module an identifier is imported from. */
  moduleOf(node: Node): string | undefined {
    return this.#binding(node)?.module
  }

  /** The module, and the name of the export there: `*` for all of it, and `default`. */
  bindingOf(node: Node): Binding | undefined {
    return this.#binding(node)
  }

  /** `acoro` of `import * as acoro`, and `asyncio`. */
  #isNamespace(node: Node): boolean {
    const found = this.#binding(node)
    return (this.isAcoro(found?.module) && found?.imported === '*') || this.#isAsyncio(node)
  }

  #isAsyncio(node: Node): boolean {
    if (node.type === 'MemberExpression') return keyOf(node) === 'asyncio' && this.#isNamespace(node.object)
    const found = this.#binding(node)
    return this.isAcoro(found?.module) && found?.imported === 'asyncio'
  }

  #binding(node: Node): Binding | undefined {
    const name = nameOf(node)
    const variable = name === undefined ? undefined : variableAt(name, node, this.#sourceCode)
    const definition = variable?.defs[0]
    if (name === undefined || definition === undefined) return undefined
    const { node: defined, parent } = definition
    if (defined.type === 'TSImportEqualsDeclaration') {
      const { moduleReference } = defined
      const module =
        moduleReference.type === 'TSExternalModuleReference' ? textOf(moduleReference.expression) : undefined
      return module === undefined ? undefined : { module, imported: '*' }
    }
    if (definition.type === 'ImportBinding' && parent?.type === 'ImportDeclaration') {
      const module = parent.source.value
      if (defined.type === 'ImportNamespaceSpecifier') return { module, imported: '*' }
      if (defined.type !== 'ImportSpecifier') return { module, imported: 'default' }
      const { imported } = defined
      return { module, imported: imported.type === 'Identifier' ? imported.name : imported.value }
    }
    if (definition.type !== 'Variable' || defined.type !== 'VariableDeclarator' || !defined.init)
      return undefined
    const isWritten = variable?.references.some(
      (reference) => reference.isWrite() && !isWithin(reference.identifier, defined.id),
    )
    return isWritten ? undefined : this.#taken(defined.id, defined.init, name)
  }

  /**
   * `const { sleep } = require('@acoro/core')`, `const acoro = await import('@acoro/core')`, `const { sleep }
   * = acoro`.
   */
  #taken(id: Node, init: Node, name: string): Binding | undefined {
    const whole = unwrap(init)
    const required = requiredModule(whole)
    const module = required ?? (this.#isAll(whole) ? this.#binding(whole)?.module : undefined)
    if (module === undefined) return undefined
    // Another name for a namespace is not followed: only what it is taken apart into.
    if (id.type === 'Identifier') return required === undefined ? undefined : { module, imported: '*' }
    if (id.type !== 'ObjectPattern') return undefined
    const property = id.properties.find((each) => each.type === 'Property' && nameOf(each.value) === name)
    const imported = property && keyOf(property)
    return imported === undefined ? undefined : { module, imported }
  }

  #isAll(node: Node): boolean {
    return node.type === 'Identifier' && this.#binding(node)?.imported === '*'
  }
}

interface Binding {
  readonly module: string
  readonly imported: string
}

function isWithin(inner: Node, outer: Node): boolean {
  return inner.range[0] >= outer.range[0] && inner.range[1] <= outer.range[1]
}

/** The module of `require('…')` and of `await import('…')`. */
function requiredModule(node: Node): string | undefined {
  if (node.type === 'AwaitExpression')
    return node.argument.type === 'ImportExpression' ? textOf(node.argument.source) : undefined
  if (node.type !== 'CallExpression' || nameOf(node.callee) !== 'require') return undefined
  const [argument] = node.arguments
  return argument && textOf(argument)
}

function textOf(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined
}
