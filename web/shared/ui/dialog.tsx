import type { ReactNode } from 'react';
import { Heading, Dialog as KitDialog, Modal, ModalOverlay } from 'react-aria-components';
import './lists.css';

interface DialogProps {
  title: string;
  isOpen: boolean;
  /** Escape, or a press beside it. */
  onClose(): void;
  /** It must be answered: nothing beside it closes it. */
  mustAnswer?: boolean;
  /** What it is about; the buttons are its last part. */
  children: ReactNode;
  buttons: ReactNode;
}

/** A question that has to be answered before anything else; focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, mustAnswer = false, children, buttons }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!mustAnswer}
      isKeyboardDismissDisabled={mustAnswer}
      className="dialog-ground"
    >
      <Modal className="dialog">
        <KitDialog role={mustAnswer ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div>{children}</div>
          <div className="buttons">{buttons}</div>
        </KitDialog>
      </Modal>
    </ModalOverlay>
  );
}
