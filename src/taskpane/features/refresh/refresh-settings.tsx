import { Button, Caption1, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { type Failure, failureOf } from '../../../core/domain/failure';
import {
  type RefreshChoice,
  refreshIntervals,
  type RefreshTimes as Settings,
} from '../../../office/storage/refresh-settings';
import { Notice } from '../../ui/message-bar';

export interface RefreshSettingsProps {
  readonly choice: RefreshChoice;
  /** Has all days of the workbook asked again. */
  readonly onAskAgain: () => void;
}

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
  check: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    accentColor: tokens.colorCompoundBrandBackground,
    '& input': { width: '16px', height: '16px', margin: 0 },
  },
});

const wordsFor = (minutes: Settings['everyMinutes']): string =>
  minutes === 0 ? 'Off' : minutes === 60 ? 'Every hour' : `Every ${minutes} minutes`;

/** When this workbook refreshes by itself, and the way to have everything asked again. */
export const RefreshSettings = ({ choice, onAskAgain }: RefreshSettingsProps): ReactNode => {
  const styles = useStyles();
  const { onOpen, everyMinutes } = useSyncExternalStore(choice.subscribe, choice.get);
  const [failure, setFailure] = useState<Failure>();
  const choose = (change: Partial<Settings>): void => {
    setFailure(undefined);
    choice.choose(change).catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <div role="group" aria-label="Refresh" className={styles.part}>
      {/* Fluent's own takes 3 KB. */}
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={onOpen}
          onChange={({ currentTarget }) => choose({ onOpen: currentTarget.checked })}
        />
        Refresh when this workbook opens
      </label>
      <Field label="Refresh while it is open" size="small">
        <Select
          value={String(everyMinutes)}
          onChange={(_, { value }) => {
            const minutes = refreshIntervals.find((one) => String(one) === value);
            if (minutes !== undefined) choose({ everyMinutes: minutes });
          }}
        >
          {refreshIntervals.map((minutes) => (
            <option key={minutes} value={minutes}>
              {wordsFor(minutes)}
            </option>
          ))}
        </Select>
      </Field>
      <Caption1>Saved with the workbook, for everyone who opens it.</Caption1>
      {failure === undefined ? null : <Notice failure={failure} />}
      <Button size="small" onClick={onAskAgain}>
        Ask everything again
      </Button>
      <Caption1>
        Refresh asks Amazon only for what may have changed: the last few days. This asks for all days again.
      </Caption1>
    </div>
  );
};
