/**
 * The formatters of `Intl`, each made once: to make one takes ten to thirty times as long as to use it, and a list
 * uses several in every row each time it is drawn.
 */

/** The machine may be in another time zone by now, and a formatter keeps the one that it was made in. */
const zoneOffset = (): number => new Date().getTimezoneOffset()

function each<Options extends object, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>()
  return (locale: string, options: Options): Format => {
    const key = `${locale} ${zoneOffset()} ${JSON.stringify(options)}`
    const known = made.get(key)
    if (known !== undefined) return known
    const format = make(locale, options)
    made.set(key, format)
    return format
  }
}

export const numberFormat = each((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
export const dateFormat = each((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options))
export const relativeFormat = each((locale, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options))
