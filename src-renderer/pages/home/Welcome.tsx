import { Button, Collapse } from '@mantine/core'
import { IconArrowRight, IconBrandWhatsapp, IconFlask2, IconPencil } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { HouseTextsForm } from '../../components/agent/HouseTextsForm.tsx'
import { sampleHouseTexts } from '../../components/agent/house-sample.ts'
import { notifyProblem } from '../../components/notify.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { createTryIt } from './try-it.ts'
import { WelcomePicture } from './WelcomePicture.tsx'
import classes from './welcome.module.css'

/** The first minute: a working conversation before anything is connected. */
export function Welcome() {
  const { t } = useTranslation(['home', 'house'])
  const [, navigate] = useLocation()
  const [isEditing, setEditing] = useState(false)
  const [house, setHouse] = useState(sampleHouseTexts)
  const tryIt = useMutation({
    mutationFn: () => createTryIt(t('home:sampleName'), house),
    onSuccess: (conversationId) => navigate(`/conversations/${conversationId}`),
    onError: notifyProblem,
  })
  return (
    <PageBody width={960} isCentered>
      <div className={classes.hero}>
        <div>
          <h2 className={classes.title}>{t('home:heroTitle')}</h2>
          <p className={classes.text}>{t('home:heroText')}</p>
        </div>
        <WelcomePicture />
      </div>
      <div className={classes.choices}>
        <section className={classes.choice} data-first aria-labelledby="welcome-try">
          <IconFlask2 size={22} stroke={1.75} aria-hidden className={classes.icon} />
          <h3 id="welcome-try" className={classes.choiceTitle}>
            {t('home:tryTitle')}
          </h3>
          <p className={classes.choiceText}>{t('home:tryText')}</p>
          <div className={classes.actions}>
            <Button
              size="md"
              rightSection={<IconArrowRight size={18} aria-hidden />}
              loading={tryIt.isPending}
              onClick={() => tryIt.mutate()}
            >
              {t('home:tryAction')}
            </Button>
            <span className={classes.note}>{t('home:tryDuration')}</span>
          </div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.edit}
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-expanded={isEditing}
            onClick={() => setEditing((wasEditing) => !wasEditing)}
          >
            {t(isEditing ? 'home:tryEditHide' : 'home:tryEdit')}
          </Button>
        </section>
        <section className={classes.choice} aria-labelledby="welcome-connect">
          <IconBrandWhatsapp size={22} stroke={1.75} aria-hidden className={classes.icon} />
          <h3 id="welcome-connect" className={classes.choiceTitle}>
            {t('home:connectTitle')}
          </h3>
          <p className={classes.choiceText}>{t('home:connectText')}</p>
          <div className={classes.actions}>
            <Button component={Link} href="/instances/new" variant="default" size="md">
              {t('home:connectAction')}
            </Button>
          </div>
        </section>
      </div>
      <Collapse expanded={isEditing}>
        <div className={classes.texts}>
          <p className={classes.choiceText}>{t('house:intro')}</p>
          <HouseTextsForm value={house} onChange={setHouse} />
        </div>
      </Collapse>
    </PageBody>
  )
}
