import { makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { takes } from '../../../core/formula/signatures';
import type { FormPartProps } from '../../fields/pickers/form-part';
import { OutputGroup, type OutputProps } from './output-group';
import { SplitGroup } from './split-group';
import { WhatGroup } from './what-group';
import { WhenGroup } from './when-group';

const useStyles = makeStyles({ stack: { display: 'flex', flexDirection: 'column' } });

/** A field for everything that the chosen function takes. */
export const QueryForm = (props: FormPartProps & OutputProps): ReactNode => {
  const { call } = props.form;
  return (
    <div className={useStyles().stack}>
      <WhatGroup {...props} />
      {takes(call, 'startTime') ? <WhenGroup {...props} /> : null}
      {takes(call, 'intent') ? <SplitGroup {...props} /> : null}
      {takes(call, 'options') ? <OutputGroup {...props} /> : null}
    </div>
  );
};
