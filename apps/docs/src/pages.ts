// The pages that are no code: the README at the front, the chapters beside the modules, and the README of a package on
// the page of its main entry. typedoc could load all but the last by itself, but would call the chapters by the names
// of their files, and copy whatever they link to.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CommentDisplayPart,
  type Context,
  type DeclarationReflection,
  DocumentReflection,
  MinimalSourceFile,
  normalizePath,
  type Reflection,
} from 'typedoc'
import { readMarkdown } from './markdown.ts'

export interface Pages {
  /** Absolute paths of Markdown files. */
  front: string
  chapters: string[]
  /** The folder with the README, by the module that shows it. */
  packages: ReadonlyMap<string, string>
}

export function addPages({ project, converter }: Context, { front, chapters, packages }: Pages): void {
  const pages = new Map<string, Reflection>([[front, project]])
  const modules = new Map<DeclarationReflection, string>()
  for (const module of project.children ?? []) {
    const dir = packages.get(module.name)
    if (dir === undefined) continue
    const readme = join(dir, 'README.md')
    modules.set(module, readme)
    pages.set(readme, module)
    pages.set(dir, module)
  }

  const documents = chapters.map((file) => {
    const { title } = read(file)
    const document = new DocumentReflection(title, project, [], {})
    project.addChild(document)
    project.registerReflection(document, undefined, normalizePath(file))
    pages.set(file, document)
    return [file, document] as const
  })
  for (const [path, reflection] of pages) {
    project.files.registerReflectionPath(normalizePath(path), reflection)
  }

  const { title, body } = read(front)
  project.readme = parse(`# ${title}\n${body}`, front)
  for (const [module, readme] of modules) module.readme = parse(read(readme).body, readme)
  for (const [file, document] of documents) document.content = parse(read(file).body, file)

  function read(file: string): { title: string; body: string } {
    return readMarkdown(readFileSync(file, 'utf8'), file, (path) => pages.has(path))
  }

  function parse(text: string, file: string): CommentDisplayPart[] {
    return converter.parseRawComment(new MinimalSourceFile(text, normalizePath(file)), project.files).content
  }
}
