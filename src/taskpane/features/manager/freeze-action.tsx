import { WeatherSnowflakeRegular } from '@fluentui/react-icons/svg/weather-snowflake';
import type { Actions } from '../../../office/actions/actions';
import type { BarAction } from './action-bar';

/** Freezes chosen formulas. The pane says what came of it. */
export const freezeAction = ({ act }: Pick<Actions, 'act'>): BarAction => ({
  label: 'Freeze',
  icon: <WeatherSnowflakeRegular />,
  refusal: (items) => (items.some(({ listed }) => listed.at.kind === 'cell') ? undefined : 'Choose formulas in cells.'),
  run: (items) =>
    void act('freeze', { chosen: items.flatMap(({ listed: { at } }) => (at.kind === 'cell' ? [at] : [])) }),
});
