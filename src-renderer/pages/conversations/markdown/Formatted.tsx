import { Fragment, memo, type ReactNode } from 'react'
import classes from './markdown.module.css'
import { type Block, type Dialect, type Inline, parseText } from './parse.ts'

function drawInline(node: Inline): ReactNode {
  switch (node.type) {
    case 'text':
      return node.text
    case 'code':
      return <code className={classes.code}>{node.text}</code>
    case 'strong':
      return <strong>{drawInlines(node.children)}</strong>
    case 'em':
      return <em>{drawInlines(node.children)}</em>
    case 'del':
      return <del>{drawInlines(node.children)}</del>
    case 'link':
      return (
        // The whole address on hover: what the words of a link promise may not be where it leads.
        <a
          href={node.href}
          title={node.href}
          dir={node.isAddress ? 'ltr' : 'auto'}
          className={classes.link}
          target="_blank"
          rel="noopener noreferrer nofollow"
        >
          {drawInlines(node.children)}
        </a>
      )
  }
}

const drawInlines = (nodes: Inline[]): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: a piece of text has no name but its place, and text only grows at its end.
  nodes.map((node, index) => <Fragment key={`${index}:${node.type}`}>{drawInline(node)}</Fragment>)

const drawBlocks = (nodes: Block[], tail: ReactNode): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  nodes.map((node, index) => <Fragment key={`${index}:${node.type}`}>{drawBlock(node, index === nodes.length - 1 ? tail : null)}</Fragment>)

function drawBlock(node: Block, tail: ReactNode): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return (
        <p className={classes.text} dir="auto">
          {drawInlines(node.children)}
          {tail}
        </p>
      )
    case 'code':
      return (
        <pre className={classes.pre}>
          <code>{node.text}</code>
          {tail}
        </pre>
      )
    case 'quote':
      return <blockquote className={classes.quote}>{drawBlocks(node.children, tail)}</blockquote>
    case 'list': {
      const items = node.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item has no name but its place.
        <li key={index}>{drawBlocks(item, index === node.items.length - 1 ? tail : null)}</li>
      ))
      return node.isOrdered ? (
        <ol className={classes.list} start={node.start}>
          {items}
        </ol>
      ) : (
        <ul className={classes.list}>{items}</ul>
      )
    }
  }
}

interface FormattedProps {
  text: string
  dialect: Dialect
  /** Behind the last word: the caret of an answer in progress. */
  tail?: ReactNode
}

/** A text with its bold, lists and links. Whatever it contains, it is drawn as text. */
export const Formatted = memo(function Formatted({ text, dialect, tail = null }: FormattedProps) {
  return <div className={classes.formatted}>{drawBlocks(parseText(text, dialect), tail)}</div>
})
