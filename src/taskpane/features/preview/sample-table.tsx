import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { lineColor, type Sample } from './sample';

const useStyles = makeStyles({
  frame: {
    overflowX: 'auto',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    '& th, & td': { padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalSNudge}`, textAlign: 'end' },
    '& th:first-child': { textAlign: 'start' },
    '& tbody tr': { borderTop: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}` },
    '& tbody th': { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2 },
  },
  caption: {
    padding: tokens.spacingHorizontalSNudge,
    textAlign: 'start',
    // A caption in one line would push the values out of sight.
    whiteSpace: 'normal',
    color: tokens.colorNeutralForeground2,
  },
  swatch: {
    display: 'inline-block',
    width: '10px',
    height: '3px',
    marginInlineEnd: tokens.spacingHorizontalXS,
    verticalAlign: 'middle',
    borderRadius: tokens.borderRadiusSmall,
    '@media (forced-colors: active)': { display: 'none' },
  },
});

const counted = new Intl.NumberFormat('en');

const captionOf = ({ rows, rowCount }: Sample): string =>
  rows.length === rowCount
    ? `${counted.format(rowCount)} ${rowCount === 1 ? 'row' : 'rows'}`
    : `First ${rows.length} of ${counted.format(rowCount)} rows`;

/** The first rows, as they will stand in the sheet. */
export const SampleTable = ({ sample }: { sample: Sample }): ReactNode => {
  const styles = useStyles();
  const [time, ...series] = sample.headers;
  return (
    <div className={styles.frame} role="region" aria-label="First rows" tabIndex={0}>
      <table className={styles.table}>
        <caption className={styles.caption}>
          {captionOf(sample)}
          {sample.provisionalFrom === undefined ? '' : `. Values from ${sample.provisionalFrom} on may still change.`}
        </caption>
        <thead>
          <tr>
            <th scope="col">{time}</th>
            {series.map((name, index) => (
              <th key={name} scope="col">
                <span className={styles.swatch} style={{ backgroundColor: lineColor(index) }} aria-hidden />
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.rows.map(([first, ...values]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {values.map((value, index) => (
                <td key={series[index]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
