import { Button, Progress } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { ChecklistItem } from '../../../../src-shared/contract/setup.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './checklist.module.css'
import { checklistHref } from './href.ts'

/** What a new installation has left to do, each with the way to it. */
export function Checklist({ items }: { items: ChecklistItem[] }) {
  const { t } = useTranslation('home')
  const { data: instances = [] } = useQuery(api.instances.list.queryOptions())
  const { data: draft } = useQuery(api.setup.get.queryOptions())
  const hide = useMutation(
    api.setup.hideChecklist.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.system.home.key() }),
      onError: notifyProblem,
    }),
  )
  const done = items.filter((item) => item.isDone).length
  const next = items.find((item) => !item.isDone)?.key
  return (
    <Panel
      title={t('checklist.title')}
      text={t('checklist.text', { done, count: items.length })}
      action={
        <Button variant="subtle" color="gray" size="compact-sm" loading={hide.isPending} onClick={() => hide.mutate({})}>
          {t('checklist.hide')}
        </Button>
      }
    >
      <Progress
        value={(done / items.length) * 100}
        size={4}
        color="emerald"
        aria-label={t('checklist.progress')}
        className={classes.progress}
      />
      <ol className={classes.items}>
        {items.map(({ key, isDone }) => (
          <li key={key} className={classes.item} data-done={isDone || undefined}>
            <span className={classes.mark} aria-hidden>
              {isDone && <IconCheck size={14} stroke={3} />}
            </span>
            <div className={classes.lines}>
              <p className={classes.name}>
                {t(`checklist.${key}Title`)}
                {isDone && <span className="visually-hidden"> ({t('checklist.isDone')})</span>}
              </p>
              {!isDone && <p className={classes.text}>{t(`checklist.${key}Text`)}</p>}
            </div>
            {!isDone && (
              <Button
                component={Link}
                href={checklistHref(key, instances, draft ?? null)}
                variant={key === next ? 'filled' : 'default'}
                size="compact-md"
              >
                {t(`checklist.${key}Action`)}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  )
}
