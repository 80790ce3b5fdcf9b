/**
 * The knowledge about a file, made once for all rules. A file that cannot have anything to do with acoro has
 * none: the rules then visit nothing and ask for no type.
 */

import { statementsOf } from '../base/node.ts'
import type { Context, SourceCode } from '../base/rule.ts'
import { type Bodies, isCoroutineBody } from './body.ts'
import type { Facts } from './facts.ts'
import { Imports, settingsOf } from './imports.ts'
import { SyntacticFacts } from './syntactic.ts'
import { type Services, TypedFacts } from './typed.ts'

export interface FileFacts extends Bodies {
  readonly facts: Facts
}

const files = new WeakMap<SourceCode, { facts: FileFacts | undefined }>()

/** Undefined if nothing in the file can be a mistake. */
export function factsFor(context: Context): FileFacts | undefined {
  const before = files.get(context.sourceCode)
  if (before) return before.facts
  const facts = makeFacts(context)
  files.set(context.sourceCode, { facts })
  return facts
}

function makeFacts(context: Context): FileFacts | undefined {
  const { sourceCode } = context
  const { types = true, modules } = settingsOf(context)
  const imports = new Imports(sourceCode, modules)
  const imported = importedModules(sourceCode)
  const mentionsAcoro = imported.some((module) => imports.isAcoro(module))
  const services = types ? servicesOf(sourceCode) : undefined
  if (services === undefined && !mentionsAcoro) return undefined
  if (imported.length === 0 && !/\byield\b/.test(sourceCode.text)) return undefined
  const facts = services ? new TypedFacts(services, sourceCode) : new SyntacticFacts(sourceCode, imports)
  return { sourceCode, facts, imports, mentionsAcoro }
}

/**
 * Without types `parserServices` is an empty object, in oxlint always; a project-less parser has a null
 * program.
 */
function servicesOf({ parserServices }: SourceCode): Services | undefined {
  const services = parserServices as Partial<Services> | null | undefined
  return services?.program && services.esTreeNodeToTSNodeMap ? (services as Services) : undefined
}

function importedModules(sourceCode: SourceCode): string[] {
  const found: string[] = []
  for (const statement of statementsOf(sourceCode)) {
    if (statement.type === 'ImportDeclaration') found.push(statement.source.value)
  }
  // `require('…')` and `import('…')` may stand anywhere.
  for (const [, , module = ''] of sourceCode.text.matchAll(
    /\b(?:import|require)\s*\(\s*(?:(['"`])(.*?)\1)?/g,
  ))
    found.push(module)
  return found
}

export { isCoroutineBody }
