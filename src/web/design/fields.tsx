import './fields.css';

/** Fields with their label, hint and error bound to each other, as the library has them. */
export {
  Checkbox,
  Menu,
  NumberInput,
  PasswordInput,
  Radio,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core';
