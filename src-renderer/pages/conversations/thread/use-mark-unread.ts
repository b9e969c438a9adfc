import { useLocation, useSearch } from 'wouter'
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'

/** `e`: to be dealt with later. The conversation is closed, because an open one is read. */
export function useMarkUnread(id: string): void {
  const { t } = useTranslation('conversations')
  const search = useSearch()
  const [, navigate] = useLocation()
  useShortcut({
    keys: 'e',
    label: t('composer.unreadShortcut'),
    scope: 'conversations',
    run: () => {
      const params = new URLSearchParams(search)
      params.delete('at')
      navigate(params.size === 0 ? '/conversations' : `/conversations?${params}`)
      hub.conversations.markUnread({ id }).then(() => notifyDone(t('composer.markedUnread')), notifyProblem)
    },
  })
}
