// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DAScheme} from "./DAScheme.sol";
import {IDAValidator} from "./IDAValidator.sol";

/// @title Validium (scheme 1): the pubdata stays with the operator
/// @notice operatorDAInput is 32 bytes: the operator's word for keccak256(pubdata), recorded as an
/// event so that whoever is given the pubdata later can tell whether it is what the operator spoke
/// of. It is not checked.
/// @dev Invariant: checkDA returns only for the zero commitment and 32 bytes. Holds no state. Users
/// trust the operator for availability, never for validity.
contract ValidiumDAValidator is IDAValidator {
    /// @notice A chain (the caller of checkDA) committed a batch whose pubdata is said to hash to
    /// pubdataHash.
    event PubdataHash(
        address indexed chain,
        uint256 indexed chainId,
        uint64 indexed batchNumber,
        bytes32 pubdataHash
    );

    /// @inheritdoc IDAValidator
    uint8 public constant scheme = DAScheme.EMPTY_NO_DA;

    /// @inheritdoc IDAValidator
    function checkDA(
        uint256 chainId,
        uint64 batchNumber,
        bytes32 daCommitment,
        bytes calldata operatorDAInput
    ) external {
        if (daCommitment != bytes32(0)) {
            revert WrongDACommitment(bytes32(0), daCommitment);
        }
        if (operatorDAInput.length != 32) {
            revert WrongDAInputLength(32, operatorDAInput.length);
        }
        emit PubdataHash(msg.sender, chainId, batchNumber, bytes32(operatorDAInput));
    }
}
