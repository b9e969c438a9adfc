import type { ComponentProps } from 'react'

/**
 * The only form element of the panel. React hands events of a dialog to the component that shows it, also where the
 * page has the dialog elsewhere: a form hears the forms of its own dialogs. It answers to nobody's submission but its own.
 */
export function Form({ onSubmit, ...others }: Omit<ComponentProps<'form'>, 'onSubmit'> & { onSubmit: () => void }) {
  return (
    <form
      {...others}
      onSubmit={(event) => {
        event.preventDefault()
        if (event.target === event.currentTarget) onSubmit()
      }}
    />
  )
}
