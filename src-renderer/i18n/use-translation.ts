import i18next, { type FlatNamespace, type TFunction } from 'i18next'
import { useLanguage } from './Language.tsx'

/** One namespace, or several: keys of the first stand alone, those of the others as `namespace:key`. */
type Namespaces = FlatNamespace | readonly [FlatNamespace, ...FlatNamespace[]]
type Look = (key: string, values?: object) => string

const looks = new Map<string, Look>()

/** A text without values is the same each time: it is looked up once in each language. */
function createLook(language: string, namespace: FlatNamespace): Look {
  const lookUp = i18next.getFixedT(language, namespace) as unknown as Look
  const plain = new Map<string, string>()
  return (key, values) => {
    if (values !== undefined) return lookUp(key, values)
    const known = plain.get(key)
    if (known !== undefined) return known
    const text = lookUp(key)
    plain.set(key, text)
    return text
  }
}

/**
 * The texts of the panel, for its components. Instead of react-i18next, whose hook copies the library's whole
 * object, and listens to it, for each component that is drawn.
 */
export function useTranslation<const Names extends Namespaces = 'common'>(namespaces?: Names): { t: TFunction<Names> } {
  const language = useLanguage()
  const namespace: FlatNamespace = typeof namespaces === 'object' ? namespaces[0] : (namespaces ?? 'common')
  const id = `${language} ${namespace}`
  let look = looks.get(id)
  if (look === undefined) {
    look = createLook(language, namespace)
    looks.set(id, look)
  }
  return { t: look as unknown as TFunction<Names> }
}
